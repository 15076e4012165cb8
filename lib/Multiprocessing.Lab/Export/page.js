"use strict";
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

  // Light and dark: the system's choice until the reader makes one of their own.
  const themeButton = document.getElementById("switch-theme");
  function showTheme() {
    themeButton.textContent = isDark() ? "Light" : "Dark";
    themeButton.setAttribute("aria-label", `Switch to ${isDark() ? "light" : "dark"} colours`);
    recolourCharts();
  }
  themeButton.hidden = false;
  themeButton.addEventListener("click", () => {
    const chosen = isDark() ? "light" : "dark";
    root.dataset.theme = chosen;
    try {
      localStorage.setItem("theme", chosen);
    } catch {
      // Storage is off: the choice lasts as long as the page.
    }
    showTheme();
  });
  system.addEventListener("change", showTheme);

  // Charts take the page's colours wherever their author has chosen none.
  function recolourCharts() {
    if (!window.Plotly) return;
    const style = getComputedStyle(document.body);
    const colour = (name) => {
      const probe = document.body.appendChild(document.createElement("i"));
      probe.style.color = `var(${name})`;
      const value = getComputedStyle(probe).color;
      probe.remove();
      return value;
    };
    const grid = colour("--grid");
    const axis = { gridcolor: grid, zerolinecolor: grid, linecolor: grid };
    const template = {
      layout: { paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", font: { color: style.color }, xaxis: axis, yaxis: axis },
    };
    for (const chart of document.querySelectorAll(".js-plotly-plot")) {
      if (chart.layout?.template && !chart.dataset.recoloured) continue;
      chart.dataset.recoloured = "yes";
      window.Plotly.relayout(chart, { template });
    }
  }

  // Charts of a fixed width shrink to a narrow screen, and grow back.
  function fitCharts() {
    if (!window.Plotly) return;
    for (const chart of document.querySelectorAll(".js-plotly-plot")) {
      const room = chart.closest(".output")?.clientWidth ?? Infinity;
      const wanted = Number(chart.dataset.width ?? chart._fullLayout.width);
      if (wanted <= room && !chart.dataset.width) continue;
      chart.dataset.width = wanted;
      const width = Math.min(wanted, room);
      if (width === chart._fullLayout.width) continue;
      chart.style.width = `${width}px`;
      window.Plotly.relayout(chart, { width });
    }
  }

  showTheme();
  // A chart may be drawn after this script has run.
  addEventListener("load", () => {
    recolourCharts();
    fitCharts();
  });
  addEventListener("resize", fitCharts);
  addEventListener("beforeprint", () => {
    root.dataset.screenTheme = root.dataset.theme ?? "";
    root.dataset.theme = "light";
    recolourCharts();
  });
  addEventListener("afterprint", () => {
    root.dataset.theme = root.dataset.screenTheme;
    delete root.dataset.screenTheme;
    recolourCharts();
  });

  // Folding all code at once; each cell also folds by itself, without this script.
  const foldButton = document.getElementById("fold-code");
  const sources = document.querySelectorAll("details.source");
  if (foldButton && sources.length > 0) {
    foldButton.hidden = false;
    foldButton.addEventListener("click", () => {
      const hide = foldButton.getAttribute("aria-pressed") === "false";
      foldButton.setAttribute("aria-pressed", String(hide));
      for (const source of sources) source.open = !hide;
    });
  }

  for (const source of sources) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(source.querySelector("pre").textContent);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Not allowed";
      }
      setTimeout(() => (button.textContent = "Copy"), 1500);
    });
    source.after(button);
  }

  // The contents: closed at first where they stand above the text, and marking where the reader is.
  const contents = document.querySelector(".contents");
  if (contents) {
    if (!matchMedia("(min-width: 70rem)").matches) contents.querySelector("details").open = false;
    const links = [...contents.querySelectorAll("a")];
    const targets = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    const mark = () => {
      const atEnd = scrollY > 0 && scrollY + innerHeight >= root.scrollHeight - 2;
      const reached = targets.findLastIndex((target) => target && target.getBoundingClientRect().top < innerHeight / 3);
      const current = atEnd ? links.length - 1 : reached;
      links.forEach((link, i) => (i === current ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
    };
    addEventListener("scroll", mark, { passive: true });
    mark();
  }
})();
