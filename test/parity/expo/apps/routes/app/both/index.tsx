export default function Page() {
  return <p>Page of both</p>;
}
