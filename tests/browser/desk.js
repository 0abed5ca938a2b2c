export const where = ([words, nth]) => {
  const walker = document.createTreeWalker(document.querySelector(".paper"), NodeFilter.SHOW_TEXT);
  let left = nth;
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0 || left-- > 0) continue;
    walker.currentNode.parentElement.scrollIntoView({ block: "center" });
    const range = document.createRange();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + words.length);
    const box = range.getClientRects()[0];
    return [box.left, box.right, (box.top + box.bottom) / 2];
  }
};
