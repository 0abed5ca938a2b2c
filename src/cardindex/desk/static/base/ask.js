// Asking the server, and telling it: every request carries the token that the address brought.

const KEPT = "cardindex.desk.token";
let token = "";

/** A refusal of the server: its status, its message and its data. */
export class Refusal extends Error {
  constructor(status, told) {
    super(told.error ?? `${status}`);
    this.status = status;
    this.told = told;
  }
}

/** Move the token out of the address into this tab's storage, where a reload finds it again. */
export function letIn() {
  const given = /^#token=([\w-]+)$/.exec(location.hash)?.[1];
  try {
    if (given) sessionStorage.setItem(KEPT, given);
    token = given ?? sessionStorage.getItem(KEPT) ?? "";
  } catch {
    token = given ?? "";
  }
  if (given) history.replaceState(null, "", location.pathname);
  addEventListener("hashchange", () => {
    if (location.hash.startsWith("#token=")) location.reload();
  });
  return token !== "";
}

/** Ask for something: `ask("passage", { source, start, end })`. Throws Refusal. */
export async function ask(name, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const search = given.length ? `?${new URLSearchParams(given)}` : "";
  return answered(
    await fetch(`/api/${name}${search}`, { headers: { "x-cardindex-token": token } }),
  );
}

/** Send something; when this returns, the change is on the disk. Throws Refusal. */
export async function send(name, body = {}) {
  return answered(
    await fetch(`/api/${name}`, {
      method: "POST",
      headers: { "x-cardindex-token": token, "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  );
}

async function answered(response) {
  const told = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(response.status, told);
  return told;
}
