export const lines = (rows) =>
  rows.map((row) =>
    [...row.querySelectorAll(".telling, .more")]
      .map((part) => {
        const copy = part.cloneNode(true);
        for (const it of copy.querySelectorAll(".hidden")) {
          it.textContent = it.textContent ? `[${it.textContent.trim()}] ` : "";
        }
        return copy.textContent;
      })
      .join(" "),
  );
