// A few questions to begin with, made from what the shelf says of itself: places, kinds of report and their topics.

const BY_KIND = [
  [/inspect/i, ({ place, period }) => `What did inspectors say ${place} must improve in ${period}?`],
  [/assess|review|evaluat/i, ({ place, period }) => `What strengths did ${place} report in ${period}?`],
  [/perform|statistic|data/i, ({ place, period }) => `Which figures had gone up in ${place} in ${period}?`],
  [/annual|plan|strateg/i, ({ place, period }) => `What were the priorities for ${place} in ${period}?`],
];
const ANY_KIND = ({ place, period }) => `What were the main concerns in ${place} in ${period}?`;

/** Up to `most` questions, one a report: of what it treats most where it has headings, else of its kind. */
export function exampleQuestions(documents, most = 4) {
  const asked = new Set();
  const byTopic = documents
    .filter((document) => document.place && document.topics?.length)
    .map((document) => {
      const topic = document.topics.find((one) => !asked.has(one.toLowerCase())) ?? document.topics[0];
      asked.add(topic.toLowerCase());
      const named = document.kind ?? "report";
      const when = document.from_year ? ` ${document.to_year ?? document.from_year}` : "";
      return `What does ${document.place}'s${when} ${named} say about ${topic}?`;
    });
  return byTopic.length ? byTopic.slice(0, most) : questionsByKind(documents, most);
}

/** Up to `most` questions, each of another kind; none where no report tells its place and period. */
function questionsByKind(documents, most) {
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
