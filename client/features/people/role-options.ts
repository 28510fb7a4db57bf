import { RoleSchema } from '@consilium/shared/domain/people.ts';

export const roleOptions = RoleSchema.options.map((role) => ({
  value: role,
  label: role[0]?.toUpperCase() + role.slice(1),
}));
