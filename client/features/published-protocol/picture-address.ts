/** Where a picture of an example is served. */
export const pictureAddress = (project: string, sha256: string): string =>
  `/api/v1/projects/${encodeURIComponent(project)}/pictures/${encodeURIComponent(sha256)}`;
