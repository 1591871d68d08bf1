/** In memory, to keep the example small. */
export const users = [
  { id: 1, name: "Ada" },
  { id: 2, name: "Grace" },
];
