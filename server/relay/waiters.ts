interface Waiter {
  readonly number: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Those who wait until a room has committed so many appends. */
export class Waiters {
  private waiting: Waiter[] = [];

  until(number: number): Promise<void> {
    return new Promise((resolve, reject) => this.waiting.push({ number, resolve, reject }));
  }

  reached(number: number): void {
    if (this.waiting.length === 0) return;
    const due = this.waiting.filter((waiter) => waiter.number <= number);
    this.waiting = this.waiting.filter((waiter) => waiter.number > number);
    for (const { resolve } of due) resolve();
  }

  fail(error: unknown): void {
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}
