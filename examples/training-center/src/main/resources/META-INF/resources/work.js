/** What is to be done: a participant's exercises, a trainer's table of how far everybody has come. */
import { byId, element } from './page.js';

/** A participant's own. */
export class Exercises {
  #exercises = [];

  /** @param {(exercise: number) => void} complete asks the server */
  constructor(complete) {
    this.complete = complete;
    byId('exercises').hidden = false;
  }

  /** What the server answers to a join, and then to each completion. @param {{exercises?: string[], completed: number[]}} answer */
  joined({ exercises = this.#exercises, completed }) {
    this.#exercises = exercises;
    byId('exercises').replaceChildren(...exercises.map((text, index) => this.#row(text, index + 1, completed.includes(index + 1))));
  }

  #row(text, number, done) {
    if (done) {
      return element('li', { class: 'is-done' }, element('span', {}, text), element('strong', {}, 'Done'));
    }
    const button = element('button', { 'aria-label': `Mark as done: ${text}` }, 'Mark as done');
    button.addEventListener('click', () => this.complete(number));
    return element('li', {}, element('span', {}, text), button);
  }

  completed() {}

  present() {}
}

/** Of all participants. */
export class Status {
  #exercises = [];
  /** @type {Map<string, {name: string, completed: Set<number>}>} */
  #progress = new Map();
  #here = new Set();

  constructor() {
    byId('status').hidden = false;
  }

  /** @param {{exercises: string[], progress: {user: string, name: string, completed: number[]}[]}} answer */
  joined({ exercises, progress }) {
    this.#exercises = exercises;
    this.#progress = new Map(progress.map(({ user, name, completed }) => [user, { name, completed: new Set(completed) }]));
    this.#show();
  }

  /** @param {{user: string, name: string, exercise: number}} completed */
  completed({ user, name, exercise }) {
    const row = this.#progress.get(user) ?? { name, completed: new Set() };
    row.completed.add(exercise);
    this.#progress.set(user, row);
    this.#show();
  }

  /** Who comes later is in no answer to a join. @param {{id: string, name: string, role: string}[]} people */
  present(people) {
    this.#here = new Set(people.map(({ id }) => id));
    people.filter(({ id, role }) => role === 'participant' && !this.#progress.has(id))
      .forEach(({ id, name }) => this.#progress.set(id, { name, completed: new Set() }));
    this.#show();
  }

  #show() {
    byId('status-blank').hidden = this.#progress.size > 0;
    byId('status-head').replaceChildren(element('th', { scope: 'col' }, 'Participant'),
      ...this.#exercises.map((text) => element('th', { scope: 'col' }, text)));
    byId('status-rows').replaceChildren(...[...this.#progress].map(([user, { name, completed }]) => element('tr', {},
      element('th', { scope: 'row', class: this.#here.has(user) ? '' : 'is-away' }, this.#here.has(user) ? name : `${name} (away)`),
      ...this.#exercises.map((_, index) => cell(completed.has(index + 1))))));
  }
}

function cell(done) {
  return done
    ? element('td', { class: 'is-done' }, element('span', { role: 'img', 'aria-label': 'done' }, '✓'))
    : element('td', {}, element('span', { role: 'img', 'aria-label': 'open' }, '○'));
}
