// The entry form as data: what is chosen so far, and the part that goes to the server. No DOM.

export const STANCES = ["affirms", "denies", "doubts"];
export const CERTAINTIES = ["stated", "probable", "possible"];
export const STANCE_KEYS = { "+": "affirms", "-": "denies", "?": "doubts" };
export const CERTAINTY_KEYS = { 1: "stated", 2: "probable", 3: "possible" };

/** An empty form on a text; `passage` stays from one claim to the next. */
export function blank(reading, passage = null) {
  return {
    reading,
    passage,
    source: null, // a work that stands in this text; null is the text itself
    subject: null,
    relation: null,
    object: null,
    date: null,
    amount: null,
    chain: [],
    stance: "affirms",
    certainty: "stated",
    place: null,
    text: "",
    mode: "",
    ties: "",
    gloss: "",
    note: "",
    locator: "",
    cites: "",
    draft: "", // the draft that it was filled from
    roles: null, // of an event: who takes part as what
  };
}

/** Put an entity into the first free end; true if there was one. */
export function taken(form, party) {
  if (form.roles) {
    form.roles.push({ party, relation: null, text: "", sum: false });
    return true;
  }
  const end = form.subject ? (form.object ? null : "object") : "subject";
  if (end) form[end] = party;
  return end !== null;
}

/** Is nothing chosen yet? */
export function isEmpty(form) {
  return !form.subject && !form.relation && !form.object && !form.roles;
}

/** The field that is to be filled next. */
export function nextOf(form) {
  if (!form.subject) return "subject";
  if (!form.relation) return "relation";
  if (form.relation.kind === "link" && !form.object) return "object";
  return "date";
}

/** The form as the server reads it. */
export function sent(form, coder) {
  return {
    reading: form.reading,
    start: form.passage?.start ?? null,
    end: form.passage?.end ?? null,
    locator: form.locator,
    source: partyOf(form.source),
    subject: partyOf(form.subject),
    object: partyOf(form.object),
    place: partyOf(form.place),
    relation: form.relation?.id ?? "",
    text: form.text,
    when: form.date?.edtf ?? "",
    quantity: form.amount?.quantity ?? "",
    unit: form.amount?.unit ?? "",
    mode: form.mode,
    ties: form.ties,
    gloss: form.gloss,
    note: form.note,
    chain: form.chain.map((step) => ({
      ...partyOf(step),
      sign: step.sign ?? "",
      reports: step.reports,
      place: step.place,
    })),
    stance: form.stance,
    certainty: form.certainty,
    coder,
    cites: form.cites,
    draft: form.draft,
    roles: form.roles?.map((role) => ({
      party: partyOf(role.party),
      relation: role.relation?.id ?? "",
      text: role.text,
      sum: role.sum,
    })),
  };
}

function partyOf(party) {
  if (!party) return null;
  return party.new ? { new: party.new } : { id: party.id ?? "" };
}
