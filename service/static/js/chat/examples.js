// A few questions to begin with, made from what the shelf says of itself: places, periods and kinds of report.

const BY_KIND = [
  [/inspect/i, ({ place, period }) => `What did inspectors say ${place} must improve in ${period}?`],
  [/assess|review|evaluat/i, ({ place, period }) => `What strengths did ${place} report in ${period}?`],
  [/perform|statistic|data/i, ({ place, period }) => `Which figures had gone up in ${place} in ${period}?`],
  [/annual|plan|strateg/i, ({ place, period }) => `What were the priorities for ${place} in ${period}?`],
];
const ANY_KIND = ({ place, period }) => `What were the main concerns in ${place} in ${period}?`;

/** Up to `most` questions, each of another kind; none where no report tells its place and period. */
export function exampleQuestions(documents, most = 4) {
  const known = documents.filter((document) => document.place && document.period);
  const questions = known.map((document) => {
    const [, make] = BY_KIND.find(([kind]) => kind.test(`${document.kind ?? ""} ${document.title}`)) ?? [null, ANY_KIND];
    return { make, text: make(document) };
  });
  const distinct = questions.filter(({ make }, index) => questions.findIndex((other) => other.make === make) === index);
  return [...distinct.map(({ text }) => text), ...changeQuestions(known)].slice(-most);
}

/** For a place with reports of several years: what changed between the first and the last. */
function changeQuestions(documents) {
  const years = new Map();
  for (const { place, from_year: from, to_year: to } of documents) {
    if (from && to) years.set(place, [...(years.get(place) ?? []), from, to]);
  }
  const spans = [...years].map(([place, all]) => ({ place, first: Math.min(...all), last: Math.max(...all) }));
  const widest = spans.sort((a, b) => b.last - b.first - (a.last - a.first))[0];
  if (!widest || widest.last - widest.first < 2) return [];
  return [`What changed in ${widest.place} between ${widest.first} and ${widest.last}?`];
}
