export const held = () => {
  const frame = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (call) => {
    document.documentElement.dataset.held = "yes";
    const held = (time) => (window.goOn ? call(time) : frame(held));
    return frame(held);
  };
};
