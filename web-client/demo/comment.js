/** Where a notification of the demo leads: the comment, from the address. */
import { commentView } from './comment-view.js';
import { byId, chooseTheme } from './page.js';

chooseTheme();
const facts = new URLSearchParams(location.hash.replace(/^#/, ''));
const at = new Date(facts.get('at') ?? '');
const view = commentView({
  author: facts.get('author') ?? 'Somebody',
  text: facts.get('text') ?? 'There is no comment in this address.',
  at: Number.isNaN(at.getTime()) ? new Date() : at,
});
byId('thread').append(view.element);
