export const seen = () => ({
  legend: [...document.querySelectorAll("#legend li")].map((row) => [
    row.className,
    row.textContent,
    row.querySelector("input")?.checked,
  ]),
  bars: [...document.querySelectorAll(".bars rect")].map((bar) => bar.outerHTML),
  tree: [...document.querySelectorAll("#sources label")].map((row) => [
    row.className,
    row.textContent,
    row.querySelector("input")?.checked,
    row.querySelector("input")?.disabled,
  ]),
  panel: document.getElementById("panel").textContent,
  caption: document.getElementById("caption").textContent,
  status: document.getElementById("status").textContent,
});
