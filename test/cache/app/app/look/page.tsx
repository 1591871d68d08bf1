export default function Page(): unknown {
  return <p>page</p>;
}
