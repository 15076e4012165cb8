(async function draw(id, figure) {
  // A page that brings plotly itself, or a chart drawn before, has put it on the window. Otherwise it comes out of
  // the packed block beside this script, once a page. Failing that, the page may still be loading its own.
  async function plotly() {
    const packed = document.querySelector("script.mp-plotly");
    if (!window.Plotly && packed) {
      await (window.mpPlotly ??= unpack(packed.textContent));
    } else if (!window.Plotly && document.readyState !== "complete") {
      await new Promise((loaded) => window.addEventListener("load", loaded, { once: true }));
    }
    return window.Plotly;
  }

  async function unpack(base64) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const source = await new Response(stream).text();
    const script = document.createElement("script");
    // The names hide a module loader of the page (Jupyter's require.js, VS Code's), which plotly would register with
    // in place of the window.
    script.textContent = "(function (module, exports, define) {" + source + "\n})();";
    document.head.appendChild(script).remove();
  }

  const library = await plotly();
  if (!library) return;
  // The same chart shown twice has the same id twice: draw into every one that is still empty.
  for (const place of document.querySelectorAll("#" + id)) {
    if (!place.firstChild) library.newPlot(place, figure.data, figure.layout, figure.config);
  }
})
