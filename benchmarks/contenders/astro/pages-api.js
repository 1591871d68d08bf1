const { createServer } = await import(process.env.PAGES_API ?? "../../../dist/index.js");

createServer({ dir: import.meta.dirname }).listen(process.env.PORT, "127.0.0.1");
