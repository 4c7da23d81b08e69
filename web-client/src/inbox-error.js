/** The reason for which a command to the inbox failed. */
export class InboxError extends Error {
  /**
   * @param {string} command such as `mark_read`
   * @param {string} reason the server's stable word, or `timeout`, `offline`, `closed`
   */
  constructor(command, reason) {
    super(`${command}: ${reason}`);
    this.name = 'InboxError';
    this.command = command;
    this.reason = reason;
  }
}
