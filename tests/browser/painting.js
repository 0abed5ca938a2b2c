export const notePainted = () => {
  window.painted = [];
  const paint = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
    window.painted.push(text);
    return paint.call(this, text, ...at);
  };
};
