import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { parseAllDocuments } from "yaml";
import { createServer } from "../../src/index.ts";
import { SHUTDOWN_TIMEOUT_MS } from "../../src/lifecycle/hooks.ts";
import { listen } from "../support/hosts.ts";
import { ask } from "../support/wire.ts";
import { parseDockerfile } from "./dockerfile.ts";

const ROOT = new URL("../..", import.meta.url).pathname;
const FOLDER = join(ROOT, "examples/api-docker");

/** Of any kind: what they are made of, the test of their types says. */
interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: any;
  readonly spec: any;
}

const manifests = parseAllDocuments(readFileSync(join(FOLDER, "kubernetes.yaml"), "utf8")).map((document) => {
  expect([...document.errors, ...document.warnings]).toEqual([]);
  return document.toJS() as Manifest;
});
const dockerfile = parseDockerfile(readFileSync(join(FOLDER, "Dockerfile"), "utf8"));
const inImage = (name: string): string => dockerfile.findLast((line) => line.name === name)!.text;

const manifest = (kind: string): Manifest => manifests.find((each) => each.kind === kind)!;

const deployment = manifest("Deployment");
const pod = deployment.spec.template;
const [container] = pod.spec.containers;
const [port] = container.ports;
const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe];

/** `onStop` has two seconds at least, and the process two to end by itself: docs/production.md. */
const AFTER_ANSWERS_S = 4;

it("has four manifests of the Kubernetes API, with no field that it does not know", async () => {
  expect(manifests.map(({ kind }) => kind)).toEqual([
    "Deployment",
    "Service",
    "PodDisruptionBudget",
    "HorizontalPodAutoscaler",
  ]);
  const dir = await mkdtemp(join(tmpdir(), "pages-api-kubernetes-"));
  onTestFinished(() => rm(dir, { recursive: true }));
  await symlink(join(import.meta.dirname, "node_modules"), join(dir, "node_modules"));
  expect(check(dir, manifests)).toBe("");
  // The check itself: a name that is misspelt, and a value of another type.
  const text = JSON.stringify(manifests);
  const misspelt = JSON.parse(text.replace("readinessProbe", "readinesProbe")) as Manifest[];
  expect(check(dir, misspelt)).toContain("readinesProbe");
  const mistyped = JSON.parse(text.replace('"containerPort":3000', '"containerPort":"3000"')) as Manifest[];
  expect(check(dir, mistyped)).toContain("Type 'string' is not assignable to type 'number'");
});

/** What the compiler says of manifests as values of the API's types. */
function check(dir: string, values: readonly Manifest[]): string {
  const lines = values.map((value, index) => {
    const type = `I${value.kind}`;
    const importing = `import type { ${type} } from "kubernetes-models/${value.apiVersion}";`;
    return `${importing}\nexport const value${index}: ${type} = ${JSON.stringify(value, undefined, 2)};`;
  });
  const file = join(dir, "manifests.ts");
  writeFileSync(file, lines.join("\n"));
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  const options = [
    "--ignoreConfig",
    "--noEmit",
    "--strict",
    "--skipLibCheck",
    "--module",
    "nodenext",
    "--types",
    "",
  ];
  try {
    execFileSync(process.execPath, [tsc, ...options, file], { cwd: dir, encoding: "utf8" });
    return "";
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

it("probes paths that the server answers", async () => {
  const server = await listen(createServer({ routes: {}, health: true }));
  const paths = probes.map(({ httpGet }) => httpGet.path);
  expect(paths).toEqual(["/livez", "/livez", "/readyz"]);
  for (const path of paths) expect((await ask(server, path)).status).toBe(200);
  for (const { httpGet } of probes) expect(httpGet.port).toBe(port.name);
  // The image turns the paths on.
  expect(JSON.parse(inImage("CMD"))).toContain("--health");
});

it("gives a pod the time that its end may take", () => {
  const { sleep } = container.lifecycle.preStop;
  const needed = sleep.seconds + SHUTDOWN_TIMEOUT_MS / 1000 + AFTER_ANSWERS_S;
  expect(pod.spec.terminationGracePeriodSeconds).toBeGreaterThan(needed);
});

it("runs the image as its user, on its port, with the rights that are needed", () => {
  const { securityContext } = pod.spec;
  expect(`${securityContext.runAsUser}:${securityContext.runAsGroup}`).toBe(inImage("USER"));
  expect(securityContext.runAsNonRoot).toBe(true);
  expect(container.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  });
  expect(String(port.containerPort)).toBe(inImage("EXPOSE"));
  expect(container.env).toContainEqual({ name: "PORT", value: inImage("EXPOSE") });
  for (const { name } of container.volumeMounts)
    expect(pod.spec.volumes.map((volume: { name: string }) => volume.name)).toContain(name);
});

it("has all parts speak of the same pods and the same port", () => {
  const labels = pod.metadata.labels;
  const service = manifest("Service").spec;
  const budget = manifest("PodDisruptionBudget").spec;
  const scaler = manifest("HorizontalPodAutoscaler").spec;
  expect(deployment.spec.selector).toEqual({ matchLabels: labels });
  expect(pod.spec.topologySpreadConstraints[0].labelSelector).toEqual({ matchLabels: labels });
  expect(service.selector).toEqual(labels);
  expect(service.ports[0].targetPort).toBe(port.name);
  expect(budget.selector).toEqual({ matchLabels: labels });
  const { apiVersion, kind, metadata } = deployment;
  expect(scaler.scaleTargetRef).toEqual({ apiVersion, kind, name: metadata.name });
  // A number of its own would undo what the autoscaler has done, at every apply.
  expect(deployment.spec).not.toHaveProperty("replicas");
  expect(scaler.minReplicas).toBeGreaterThan(1);
  expect(container.resources.requests).toHaveProperty("cpu");
});
