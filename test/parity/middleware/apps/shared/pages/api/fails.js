export default function handler() {
  throw new Error("handler fails");
}
