export default function Post({ slug, at }) {
  return `${slug} made at ${at}.`;
}

export async function getStaticPaths() {
  return { paths: ["/posts/one"], fallback: "blocking" };
}

export async function getStaticProps({ params: { slug } }) {
  if (slug === "none") return { notFound: true };
  if (slug === "fails") throw new Error("no post");
  return { props: { slug, at: process.hrtime.bigint().toString() } };
}
