// A key and a certificate for an hour, made by openssl.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

export async function makeSecret() {
  const folder = await mkdtemp(join(tmpdir(), "metod-bench-"));
  const [key, cert] = ["key.pem", "cert.pem"].map((name) => join(folder, name));
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
  const args = ["req", "-x509", ...curve, "-nodes", "-days", "1", "-subj", "/CN=localhost", "-keyout", key, "-out", cert];
  try {
    await promisify(execFile)("openssl", args);
    return { key: await readFile(key), cert: await readFile(cert) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
