exports.GET = () => new Response("commonjs");
