// The editor of the query page, in place of the plain field, which works without it.
{
  const field = document.getElementById("query");
  const form = document.getElementById("asking");
  const editor = CodeMirror.fromTextArea(field, {
    mode: "application/sparql-query",
    lineNumbers: true,
    lineWrapping: true,
    viewportMargin: Infinity,
    screenReaderLabel: "SPARQL",
    extraKeys: {
      "Ctrl-Enter": () => form.requestSubmit(),
      "Cmd-Enter": () => form.requestSubmit(),
      // Tab goes on to the button and writes no tab.
      Tab: false,
      "Shift-Tab": false,
    },
  });
  // A browser cannot report on the hidden field if it is empty, so the editor's own text is checked.
  field.required = false;
  const line = Number(field.dataset.line);
  if (line > 0) {
    editor.setCursor(line - 1, Number(field.dataset.column) - 1);
    editor.addLineClass(line - 1, "background", "CodeMirror-activeline-background");
    editor.focus();
  }
}
