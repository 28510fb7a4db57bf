import type { Generated } from 'kysely';

/** Every table of the product. Times are ISO 8601 UTC text, `json` columns are JSON text, flags are 0 or 1. */
export interface Database {
  // documents: the append-only log of updates is the truth (SPEC: log)
  documents: {
    id: string; // the document's name, such as `reading/<item>/<annotator>`
    head: number; // sequence of the newest update, 0 while empty
    snapshot_seq: number; // the newest snapshot holds all updates up to here
    frozen: number; // 1 once submitted or signed
    dek_wrapped: Uint8Array; // data key, wrapped by the master key
    kek_id: string;
    created_at: string;
  };
  doc_updates: {
    doc_id: string;
    seq: number;
    actor_id: string;
    client_id: number;
    at: string;
    payload: Uint8Array;
    hash: string;
  };
  doc_snapshots: { doc_id: string; seq: number; at: string; payload: Uint8Array };
  doc_clients: { doc_id: string; client_id: number; user_id: string; at: string };
  quarantine: {
    id: string;
    doc_id: string;
    user_id: string;
    reason: string;
    hash: string;
    at: string;
    payload: Uint8Array;
  };

  // content
  blobs: {
    sha256: string;
    size: number;
    media_type: string;
    dek_wrapped: Uint8Array;
    kek_id: string;
    created_at: string;
  };
  settings: { key: string; value: string };
  erasures: { item_id: string; at: string };
  item_keys: { item_id: string; dek_wrapped: Uint8Array; kek_id: string }; // seal what the audit trail says of the item's content

  // the audit trail
  audit_log: {
    seq: number;
    at: string;
    actor_id: string;
    action: string;
    project_id: string | null;
    target: string;
    body: string;
    prev: string;
    hash: string;
  };
  audit_heads: { seq: number; at: string; root: string; signature: string };

  // people (better-auth keeps user, session, account, verification beside these)
  memberships: { project_id: string; user_id: string; role: string; created_at: string };
  invitations: {
    id: string;
    token_hash: string;
    project_id: string | null;
    role: string;
    note: string;
    created_by: string;
    created_at: string;
    expires_at: string;
    used_at: string | null;
    used_by: string | null;
  };
  api_tokens: {
    id: string;
    user_id: string;
    name: string;
    token_hash: string;
    created_at: string;
    last_used_at: string | null;
    revoked_at: string | null;
  };

  // work
  projects: {
    id: string;
    name: string;
    objective: string;
    modalities: string;
    plan: string;
    created_at: string;
    created_by: string;
  };
  protocol_versions: {
    project_id: string;
    version: number;
    content: string;
    hash: string;
    changes: string;
    published_at: string;
    published_by: string;
  };
  items: {
    id: string;
    project_id: string;
    name: string;
    modality: string;
    meta: string;
    phase: string;
    blinding: string;
    readers_needed: number;
    created_at: string;
    revealed_at: string | null;
    signed_at: string | null;
  };
  item_sources: { item_id: string; position: number; sha256: string; name: string };
  assignments: {
    item_id: string;
    user_id: string;
    state: string;
    assigned_at: string;
    reserved_until: string | null;
    opened_at: string | null;
    submitted_at: string | null;
    content_hash: string | null;
    protocol_version: number | null;
  };
  import_files: {
    id: Generated<number>;
    import_id: string;
    project_id: string;
    name: string;
    size: number;
    state: string;
    message: string;
    sha256: string | null;
    item_id: string | null;
    at: string;
  };
  comparisons: { item_id: string; computed_at: string; protocol_version: number; content: string };
  sessions: {
    id: string;
    project_id: string;
    name: string;
    state: string;
    chair_id: string;
    rule: string;
    created_at: string;
    closed_at: string | null;
  };
  session_items: { session_id: string; item_id: string; position: number };
  session_members: { session_id: string; user_id: string; joined_at: string };
  rounds: {
    session_id: string;
    item_id: string;
    row_id: string;
    number: number;
    state: string;
    options: string;
    opened_at: string;
    closed_at: string | null;
    outcome: string | null;
  };
  signatures: {
    id: string;
    session_id: string | null;
    item_id: string;
    user_id: string;
    meaning: string;
    hash: string;
    at: string;
  };
}
