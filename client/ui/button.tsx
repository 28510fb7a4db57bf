import type { LucideIcon } from 'lucide-react';
import type { ComponentType, ReactNode, Ref } from 'react';
import classes from './button.module.css';
import { Kbd } from './kbd.tsx';
import { Tooltip } from './tooltip.tsx';

export type Icon = LucideIcon | ComponentType<{ size?: number }>;
export type ButtonVariant = 'solid' | 'outline' | 'quiet' | 'danger';

interface ButtonBase {
  readonly variant?: ButtonVariant;
  readonly isDisabled?: boolean;
  readonly isBusy?: boolean;
  readonly onClick?: (event: React.MouseEvent<HTMLButtonElement>) => void;
  readonly type?: 'button' | 'submit';
  readonly ref?: Ref<HTMLButtonElement>;
  readonly form?: string;
  readonly id?: string;
  readonly isPressed?: boolean;
  readonly ariaExpanded?: boolean;
  readonly ariaControls?: string;
}

export interface ButtonProps extends ButtonBase {
  readonly icon?: Icon;
  /** tinykeys syntax, shown on the button; the command registry acts on it */
  readonly keys?: string;
  readonly isFullWidth?: boolean;
  readonly children: ReactNode;
}

/** One action. `solid` for the one thing most people do next, `danger` for what cannot be taken back. */
export function Button({ icon: Glyph, keys, children, isFullWidth, ...base }: ButtonProps) {
  return (
    <button
      {...attributes(base)}
      className={classNames(classes.button, variantClass(base.variant), isFullWidth && classes.wide)}
    >
      {Glyph && <Glyph size={16} />}
      <span className={classes.words}>{children}</span>
      {keys && <Kbd keys={keys} />}
    </button>
  );
}

export interface IconButtonProps extends ButtonBase {
  readonly icon: Icon;
  /** what it does: its name for everybody, shown as a tooltip */
  readonly title: string;
  readonly keys?: string;
}

export function IconButton({ icon: Glyph, title, keys, variant = 'quiet', ...base }: IconButtonProps) {
  return (
    <Tooltip label={title} {...(keys ? { keys } : {})}>
      <button
        {...attributes(base)}
        aria-label={title}
        className={classNames(classes.button, classes.icon, variantClass(variant))}
      >
        <Glyph size={16} />
      </button>
    </Tooltip>
  );
}

function attributes({
  isDisabled,
  isBusy,
  onClick,
  type,
  ref,
  form,
  id,
  isPressed,
  ariaExpanded,
  ariaControls,
}: ButtonBase) {
  return {
    disabled: isDisabled === true || isBusy === true,
    'aria-busy': isBusy === true,
    type: type ?? ('button' as const),
    ...(onClick ? { onClick } : {}),
    ...(ref ? { ref } : {}),
    ...(form ? { form } : {}),
    ...(id ? { id } : {}),
    ...(isPressed === undefined ? {} : { 'aria-pressed': isPressed }),
    ...(ariaExpanded === undefined ? {} : { 'aria-expanded': ariaExpanded }),
    ...(ariaControls === undefined ? {} : { 'aria-controls': ariaControls }),
  };
}

const variantClass = (variant: ButtonVariant = 'outline') => classes[variant];

const classNames = (...names: readonly (string | false | undefined)[]) => names.filter(Boolean).join(' ');
