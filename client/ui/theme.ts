import { createTheme, type CSSVariablesResolver } from '@mantine/core';

const ink = 'var(--ink-1)';

/** Mantine in our tokens: no colour, no shadow, small radius, one-pixel lines. */
export const mantineTheme = createTheme({
  fontFamily: 'var(--f-ui)',
  fontFamilyMonospace: 'var(--f-code)',
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '15px', xl: '18px' },
  lineHeights: { xs: '16px', sm: '18px', md: '18px', lg: '20px', xl: '24px' },
  defaultRadius: 3,
  radius: { xs: '3px', sm: '3px', md: '3px', lg: '3px', xl: '3px' },
  shadows: { xs: 'none', sm: 'none', md: 'none', lg: 'none', xl: 'none' },
  headings: { fontFamily: 'var(--f-ui)', fontWeight: '600' },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Modal: {
      defaultProps: {
        transitionProps: { duration: 90, transition: 'fade' },
        overlayProps: { backgroundOpacity: 0.55, color: '#000' },
        padding: 20,
      },
    },
    Menu: { defaultProps: { transitionProps: { duration: 90, transition: 'fade' } } },
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'description', 'input', 'error'] } },
  },
});

const variables = {
  '--mantine-color-body': 'var(--n2)',
  '--mantine-color-text': ink,
  '--mantine-color-bright': ink,
  '--mantine-color-default': 'var(--n2)',
  '--mantine-color-default-hover': 'var(--n3)',
  '--mantine-color-default-color': ink,
  '--mantine-color-default-border': 'var(--line-2)',
  '--mantine-color-dimmed': 'var(--ink-2)',
  '--mantine-color-placeholder': 'var(--ink-3)',
  '--mantine-color-anchor': ink,
  '--mantine-color-error': 'var(--stop)',
  '--mantine-color-disabled': 'var(--n3)',
  '--mantine-color-disabled-color': 'var(--ink-3)',
  '--mantine-color-disabled-border': 'var(--line)',
  '--mantine-primary-color-filled': 'var(--solid)',
  '--mantine-primary-color-filled-hover': 'var(--solid)',
  '--mantine-primary-color-contrast': 'var(--on-solid)',
  '--mantine-primary-color-light': 'var(--n4)',
  '--mantine-primary-color-light-hover': 'var(--n4)',
  '--mantine-primary-color-light-color': ink,
};

/** Both schemes take the same tokens; the tokens change with `data-theme`. */
export const mantineVariables: CSSVariablesResolver = () => ({ variables: {}, light: variables, dark: variables });
