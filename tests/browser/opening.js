export const held = () => {
  const frame = window.requestAnimationFrame.bind(window);
  let asked = 0;
  window.requestAnimationFrame = (call) => {
    const mine = asked++;
    if (mine === 1) document.documentElement.dataset.held = "yes";
    const held = (time) => (mine === 1 && !window.goOn ? frame(held) : call(time));
    return frame(held);
  };
};

export const difference = () => {
  const [one, other] = window.kept;
  let [most, many] = [0, 0];
  // As seen: of what is all but clear the colour says nothing.
  const seen = ({ data }, i) => (i % 4 === 3 ? data[i] : (data[i] * data[i - (i % 4) + 3]) / 255);
  one.data.forEach((_value, i) => {
    const far = Math.abs(seen(one, i) - seen(other, i));
    if (far > most) most = far;
    if (far > 24) many += 1;
  });
  return {
    sizes: window.kept.map(({ width, height }) => [width, height]),
    colours: new Set(one.data).size,
    most,
    part: many / one.data.length,
  };
};

export const drawn = (gist) => {
  const { entities, lines } = document.getElementById("stage").drawing;
  const ids = entities.map((entity) => entity.id);
  const columns = {};
  for (const { tie } of lines) {
    const row = {
      a: tie.a.id,
      b: tie.b.id,
      standing: tie.standing,
      family: tie.family?.id ?? "",
      claims: tie.claims.length,
      forth: tie.forth,
      back: tie.back,
      actual: tie.actual,
    };
    for (const [name, value] of Object.entries(row)) (columns[name] ??= []).push(value);
  }
  const said = document.createElement("div");
  said.innerHTML = gist;
  const here = document.querySelector("#gist p");
  return { ids, columns, gist: here.isEqualNode(said.firstChild) ? gist : here.outerHTML };
};
