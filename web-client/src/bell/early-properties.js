/**
 * Sets properties again that a framework set before the element was defined, where they hide the accessors.
 *
 * @param {any} element @param {string[]} names
 */
export function takeEarlyProperties(element, names) {
  for (const name of names.filter((each) => Object.hasOwn(element, each))) {
    const value = element[name];
    delete element[name];
    element[name] = value;
  }
}
