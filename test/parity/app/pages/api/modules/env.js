export default function handler(req, res) {
  const names = ["PLAIN", "EXPANDED", "ESCAPED", "QUOTED", "COMMENTED", "OVERRIDDEN", "MISSING"];
  res.json(Object.fromEntries(names.map((name) => [name, process.env[`PARITY_${name}`]])));
}
