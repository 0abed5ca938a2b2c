export const frameWith = (html) => {
  const frame = document.createElement("iframe");
  frame.width = 900;
  frame.height = 600;
  frame.sandbox = "allow-scripts allow-downloads";
  frame.srcdoc = html;
  document.body.append(frame);
};
