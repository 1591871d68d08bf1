export default function When({ at }) {
  return `made at ${at}.`;
}

export async function getStaticProps() {
  return { props: { at: process.hrtime.bigint().toString() } };
}
