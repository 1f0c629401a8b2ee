// What "valid" means here: the HTML standard, and what readers' programs need. Rules of taste are off, each with its reason.
export default {
  root: true,
  extends: ["html-validate:recommended", "html-validate:document"],
  rules: {
    // Taste: HTML allows both, and the sanitiser of texts writes its own.
    "attr-quotes": "off",
    "doctype-style": "off",
    "void-style": "off",
    "no-trailing-whitespace": "off",
    // Taste: a title may be as long as the title of an order.
    "long-title": "off",
    // Everything comes from the portal's own origin: a hash of it would guard it against itself.
    "require-sri": "off",
    // Styles keep a telephone number on one line; unusual spaces and hyphens would be copied with it.
    "tel-non-breaking": "off",
    // A table that scrolls is a named region without a heading; a section would have to have one.
    "prefer-native-element": ["error", { exclude: ["region"] }],
    // Inline styles are forbidden by the policy under which tests/browser/load.test.mjs opens the pages.
    "no-inline-style": "error",
  },
};
