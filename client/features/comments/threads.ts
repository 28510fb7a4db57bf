import type { Comment } from '@consilium/shared/domain/comment.ts';

/** A remark with its replies, oldest first; `number` is what stands on its pin. */
export interface Thread {
  readonly number: number;
  readonly first: Comment;
  readonly replies: readonly Comment[];
}

/** Replies to a remark that is gone stand as remarks of their own: nothing is hidden because another was deleted. */
export function threadsOf(comments: readonly Comment[]): Thread[] {
  const ids = new Set(comments.map((comment) => comment.id));
  const firsts = comments.filter((comment) => comment.parent === undefined || !ids.has(comment.parent));
  return firsts.map((first, index) => ({
    number: index + 1,
    first,
    replies: comments.filter((comment) => comment.parent === first.id),
  }));
}
