/** Swagger UI for the services of a local stack. Its calls carry a development token of the user that the page names. */
import { element } from '../src/bell/element.js';
import { localStack } from './local.js';
import { byId, chooseTheme } from './page.js';
import { fetchToken } from './session.js';

/** @type {[HTMLSelectElement, HTMLSelectElement]} */
const [service, user] = [byId('service'), byId('user')];

chooseTheme((theme) => {
  const dark = theme === 'dark' || (theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('dark-mode', dark);
});
const local = await localStack();
if (local) {
  const first = local.services.filter(({ name }) => name.endsWith('-1'));
  service.append(...first.map(({ name, url }) => element('option', { value: url }, `${name.replace(/-1$/, '')}-service`)));
  user.append(...local.users.map(({ id, name }) => element('option', { value: id }, name)));
  service.value = first.find(({ name }) => name === new URLSearchParams(location.search).get('service'))?.url ?? first[0].url;
  service.addEventListener('change', show);
  byId('demo').hidden = false;
  show();
}

function show() {
  /** @type {any} */ (window).SwaggerUIBundle({
    dom_id: '#api',
    url: `${service.value}/q/openapi`,
    validatorUrl: null, // Swagger's own service, on the Internet
    requestInterceptor: async (/** @type {{loadSpec?: boolean, headers: Record<string, string>}} */ request) => {
      if (!request.loadSpec) {
        request.headers.Authorization ??= `Bearer ${await fetchToken(user.value)}`;
      }
      return request;
    },
  });
}
