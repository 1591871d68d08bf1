export default function Page() {
  return <p>A person</p>;
}
