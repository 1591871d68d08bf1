export default function Home() {
  return <p>The shop</p>;
}
