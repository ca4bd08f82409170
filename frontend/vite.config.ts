import { readdirSync } from "node:fs";
import { defineConfig } from "vite";

// What the build makes is served by the server under /assets/, by its path in dist/: the manifest names each file's hashed name.
export default defineConfig({
  base: "/assets/",
  build: {
    assetsDir: "",
    manifest: true,
    rollupOptions: { input: ["src/styles/main.css", ...readdirSync("src/islands").map((it) => `src/islands/${it}`)] },
    // Browsers that know light-dark(), subgrid and container queries: nothing of these is to be rewritten for older ones.
    target: ["chrome123", "firefox121", "safari17.5"],
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
  },
});
