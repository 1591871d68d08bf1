/** Of all answers of the API, and 19 more of /api/many. */
export const ALL = ["X-Frame-Options", "DENY"];
export const MANY = Array.from({ length: 19 }, (_, index) => [`X-Header-${index}`, `value ${index}`]);
