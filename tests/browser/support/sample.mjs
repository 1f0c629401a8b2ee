// One page of every template and of every shape that a template takes, in the sample portal.
export const SAMPLE = {
  home: "index.html",
  "home in English": "en/index.html",
  list: "practices/index.html",
  "second page of a list": "practices/page.2.html",
  "list by facet": "practices/by.stages.ooo.html",
  practice: "practices/dnevnik-nablyudeniy-matematika.html",
  "practice with code": "practices/python-pogoda.html",
  "practice in English": "en/practices/dnevnik-nablyudeniy-matematika.html",
  "roadmap with two tracks": "roadmaps/federal-perechen.html",
  "roadmap in six columns": "roadmaps/vologda-dorozhnaya-karta.html",
  "document with blanks": "documents/dagestan-polozhenie-kafedra.html",
  "observation sheet": "instruments/dagestan-list-nablyudeniya.html",
  questionnaire: "instruments/dagestan-opros-shkola.html",
  indicators: "indicators/kchr-pokazateli.html",
  methodist: "methodists/methodist-07.html",
  organization: "organizations/iro-demo.html",
  "organization with a site": "organizations/kolledzh-sudostroeniya.html",
  municipality: "municipalities/beloborsky.html",
  "glossary term": "glossary/tsnppm.html",
  page: "pages/about.html",
  search: "search.html",
  "search in English": "en/search.html",
  "no such page": "404.html",
};

/** A few for what costs more: one of each layout. */
export const FEW = ["home", "list", "practice", "roadmap with two tracks", "document with blanks", "observation sheet"];
