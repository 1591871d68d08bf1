import { show } from "../../lib/show";

export const GET = show("methods/all+api.ts");
export const HEAD = show("methods/all+api.ts");
export const POST = show("methods/all+api.ts");
export const PUT = show("methods/all+api.ts");
export const PATCH = show("methods/all+api.ts");
export const DELETE = show("methods/all+api.ts");
export const OPTIONS = show("methods/all+api.ts");
