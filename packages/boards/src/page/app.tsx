import type { Answer, Question } from '@pugmark/insights';
import { render } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Board, Card as CardOf } from '../model/board.ts';
import { Chart, optionOf } from './chart.tsx';
import { tableOf, toCsv } from './table.ts';
import { type Language, wordsOf } from './words.ts';

interface Data {
  plan: string;
  timeZone: string;
  boards: Board[];
}
type Result = { answer: Answer } | { error: { message: string } };

const api = new URL('./api/', import.meta.url);
const parameters = () => new URLSearchParams(location.hash.slice(1));
const change = (values: Record<string, string>) => {
  const next = parameters();
  for (const [name, value] of Object.entries(values)) next.set(name, value);
  location.hash = next.toString();
};

async function answersTo(questions: Question[]): Promise<Result[]> {
  const response = await fetch(new URL('answers', api), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ questions }),
  });
  const body = await response.json();
  return body.answers ?? questions.map(() => ({ error: body.error }));
}

function App({ data }: { data: Data }) {
  const [at, setAt] = useState(parameters);
  useEffect(() => {
    const listen = () => setAt(parameters());
    addEventListener('hashchange', listen);
    return () => removeEventListener('hashchange', listen);
  }, []);
  const language: Language = (at.get('lang') ?? navigator.language).startsWith('zh') ? 'zh' : 'en';
  const words = wordsOf(language);
  document.documentElement.lang = language;
  const days = Number(at.get('days')) || 7;
  const zone = at.get('zone') || data.timeZone;
  const name = at.get('board') ?? 'overview';
  const asked = at.get('q');
  const board = data.boards.find((one) => one.name === name) ?? data.boards[0];
  const cards = useMemo<readonly CardOf[]>(() => {
    if (name !== 'explore') return board?.cards ?? [];
    try {
      return asked ? [{ question: JSON.parse(asked), show: 'table', events: [], width: 4 }] : [];
    } catch {
      return [];
    }
  }, [name, asked, board]);
  const [results, setResults] = useState<{ of: readonly CardOf[]; list: Result[] }>();
  useEffect(() => {
    let current = true;
    setResults(undefined);
    if (cards.length === 0) return;
    const questions = cards.map(
      ({ question }) => ({ range: { last: { days } }, timeZone: zone, ...question }) as Question,
    );
    answersTo(questions)
      .catch((error) => cards.map(() => ({ error: { message: String(error) } })))
      .then((list) => current && setResults({ of: cards, list }));
    return () => {
      current = false;
    };
  }, [cards, days, zone]);
  const list = results?.of === cards ? results.list : undefined;
  return (
    <>
      <header>
        <b>{data.plan}</b>
        <nav>
          {data.boards.map((one) => (
            <button
              type="button"
              key={one.name}
              aria-current={one.name === name ? 'page' : undefined}
              onClick={() => change({ board: one.name })}
            >
              {one.title[language]}
            </button>
          ))}
          <button
            type="button"
            aria-current={name === 'explore' ? 'page' : undefined}
            onClick={() => change({ board: 'explore' })}
          >
            {words.explore}
          </button>
        </nav>
        <span>
          {[7, 14, 30].map((count) => (
            <button
              type="button"
              key={count}
              aria-pressed={count === days}
              onClick={() => change({ days: `${count}` })}
            >
              {count} {words.days}
            </button>
          ))}
          <input
            aria-label={words.zone}
            value={zone}
            size={14}
            onChange={(event) => change({ zone: event.currentTarget.value })}
          />
          <button type="button" onClick={() => change({ lang: language === 'en' ? 'zh' : 'en' })}>
            {language === 'en' ? '中文' : 'English'}
          </button>
        </span>
      </header>
      <main>
        {name === 'explore' && (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              change({ q: String(new FormData(event.currentTarget).get('q')) });
            }}
          >
            <textarea
              name="q"
              rows={8}
              aria-label={words.explore}
              defaultValue={asked ?? '{ "kind": "metric", "metric": { "count": "*" }, "interval": "day" }'}
            />
            <button type="submit">{words.ask}</button>
          </form>
        )}
        {cards.map((card, index) => (
          <Card key={`${name} ${index}`} card={card} result={list?.[index]} language={language} />
        ))}
      </main>
    </>
  );
}

function Card({ card, result, language }: { card: CardOf; result: Result | undefined; language: Language }) {
  const words = wordsOf(language);
  const answer = result && 'answer' in result ? result.answer : undefined;
  const title = card.title?.[language] ?? '';
  const option = useMemo(() => answer && optionOf(answer, card.show), [answer, card.show]);
  const format = (value: number | null | undefined) =>
    value == null
      ? '–'
      : new Intl.NumberFormat(language, {
          maximumFractionDigits: card.percent ? 1 : 2,
          ...(card.percent && { style: 'percent' }),
        }).format(value);
  const rows = answer && tableOf(answer, words);
  const save = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(['\ufeff', toCsv(rows ?? [])], { type: 'text/csv' }));
    link.download = `${title || 'answer'}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const first = answer && 'series' in answer ? answer.series[0] : undefined;
  return (
    <section class={`w${card.width ?? 2}`}>
      <h2>{title}</h2>
      {!result && <p>{words.loading}</p>}
      {result && 'error' in result && <p role="alert">{result.error.message}</p>}
      {answer && rows && (
        <>
          {card.show === 'figure' ? (
            <p class="figure">
              {format(first?.total)}{' '}
              <small>
                {'unit' in answer ? answer.unit : ''}{' '}
                {first?.previous && `${words.before} ${format(first.previous.total)}`}
              </small>
            </p>
          ) : option ? (
            <Chart option={option} label={title} />
          ) : rows.length < 2 ? (
            <p>{words.empty}</p>
          ) : (
            <div class="scroll">
              <table>
                {rows.map((row, at) => (
                  <tr key={at}>
                    {row.map((cell, column) =>
                      at === 0 ? (
                        <th key={column}>{cell}</th>
                      ) : (
                        <td key={column}>{typeof cell === 'number' ? format(cell) : cell}</td>
                      ),
                    )}
                  </tr>
                ))}
              </table>
            </div>
          )}
          <footer>
            <span
              class={answer.completeness.lost > 0 ? 'gaps' : ''}
              title={answer.completeness.lost > 0 ? words.gaps : ''}
            >
              {answer.completeness.share !== null &&
                `${Math.floor(answer.completeness.share * 1000) / 10} % ${words.complete} · ${answer.completeness.lost} ${words.lost} · `}
              {words.asOf} {new Date(answer.computedAt).toLocaleTimeString(language)}
            </span>
            <details>
              <summary>{words.info}</summary>
              {card.definition}
              <br />
              {card.events.join(', ')}
            </details>
            <button
              type="button"
              onClick={() => change({ board: 'explore', q: JSON.stringify(card.question) })}
            >
              {words.explore}
            </button>
            <button type="button" onClick={save}>
              {words.csv}
            </button>
          </footer>
        </>
      )}
    </section>
  );
}

const place = document.getElementById('app');
if (place)
  fetch(new URL('boards', api))
    .then((response) => response.json())
    .then((data: Data) => render(<App data={data} />, place));
