import { inverse, multiply, scaling } from '../../../canvas/matrix.ts';
import type { Pixels, ShownFrame } from '../frames/shown-frame.ts';
import { fitPixels, type ImageLayer, type Picture, pixelRatio } from './image-layer.ts';
import { fragmentShader, vertexShader } from './shaders.ts';

interface Uploaded {
  readonly frame: ShownFrame;
  readonly texture: WebGLTexture;
}

/** Integer textures and a float shader: a 16-bit window is exact. `undefined` where WebGL2 is not to be had. */
export function openGlLayer(canvas: HTMLCanvasElement, onLost: () => void): ImageLayer | undefined {
  const gl = canvas.getContext('webgl2', { alpha: false, antialias: false, depth: false, preserveDrawingBuffer: false, powerPreference: 'high-performance' });
  if (!gl) return undefined;
  const programs = new Map<string, WebGLProgram>();
  let uploaded: Uploaded | undefined;
  const lost = (event: Event): void => {
    event.preventDefault();
    onLost();
  };
  canvas.addEventListener('webglcontextlost', lost);
  const clear = (): void => {
    gl.clearColor(0, 0, 0, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    if (uploaded) gl.deleteTexture(uploaded.texture);
    uploaded = undefined;
  };
  return {
    by: 'WebGL2',
    clear,
    draw: (picture) => {
      if (gl.isContextLost()) return;
      fitPixels(canvas, pixelRatio());
      gl.viewport(0, 0, canvas.width, canvas.height);
      uploaded = upload(gl, picture.frame, uploaded);
      const { sampler, isColour } = formatOf(gl, picture.frame.pixels);
      const program = programs.get(sampler + isColour) ?? compile(gl, sampler, isColour);
      programs.set(sampler + isColour, program);
      gl.useProgram(program);
      setUniforms(gl, program, picture, canvas);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
    },
    close: () => {
      canvas.removeEventListener('webglcontextlost', lost);
      gl.getExtension('WEBGL_lose_context')?.loseContext();
    },
  };
}

function setUniforms(gl: WebGL2RenderingContext, program: WebGLProgram, picture: Picture, canvas: HTMLCanvasElement): void {
  const { frame, matrix, window, isInverted, isSmooth } = picture;
  const ratio = canvas.width / Math.max(1, canvas.clientWidth);
  const [a, b, c, d, e, f] = inverse(multiply(scaling(ratio, ratio), matrix));
  const shrink = Math.sqrt(Math.abs(a * d - b * c)); // image pixels per canvas pixel
  const at = (name: string): WebGLUniformLocation | null => gl.getUniformLocation(program, name);
  gl.uniformMatrix3fv(at('toImage'), false, [a, b, 0, c, d, 0, e, f, 1]);
  gl.uniform2f(at('canvasSize'), canvas.width, canvas.height);
  gl.uniform2f(at('slopeIntercept'), frame.slope, frame.intercept);
  gl.uniform2f(at('lowWidth'), window.center - window.width / 2, window.width);
  gl.uniform1i(at('inverted'), isInverted !== frame.isInverted ? 1 : 0);
  gl.uniform1i(at('smoothly'), isSmooth ? 1 : 0);
  gl.uniform1i(at('samples'), isSmooth ? Math.min(4, Math.max(1, Math.ceil(shrink))) : 1);
}

/** Puts a frame on the card unless it is there; a frame of the same form takes the place of the last one. */
function upload(gl: WebGL2RenderingContext, frame: ShownFrame, before: Uploaded | undefined): Uploaded {
  if (before?.frame === frame) return before;
  if (before) gl.deleteTexture(before.texture);
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, name, gl.NEAREST);
  for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, name, gl.CLAMP_TO_EDGE);
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  const { internal, format, type } = formatOf(gl, frame.pixels);
  const values = frame.pixels.type === 'grey' ? frame.pixels.values : frame.pixels.rgb;
  gl.texImage2D(gl.TEXTURE_2D, 0, internal, frame.columns, frame.rows, 0, format, type, values);
  return { frame, texture };
}

function formatOf(gl: WebGL2RenderingContext, pixels: Pixels): { internal: number; format: number; type: number; sampler: string; isColour: boolean } {
  if (pixels.type === 'colour') return { internal: gl.RGB8, format: gl.RGB, type: gl.UNSIGNED_BYTE, sampler: 'sampler2D', isColour: true };
  const { values } = pixels;
  if (values instanceof Int16Array) return { internal: gl.R16I, format: gl.RED_INTEGER, type: gl.SHORT, sampler: 'isampler2D', isColour: false };
  if (values instanceof Uint16Array) return { internal: gl.R16UI, format: gl.RED_INTEGER, type: gl.UNSIGNED_SHORT, sampler: 'usampler2D', isColour: false };
  if (values instanceof Uint8Array) return { internal: gl.R8UI, format: gl.RED_INTEGER, type: gl.UNSIGNED_BYTE, sampler: 'usampler2D', isColour: false };
  return { internal: gl.R32F, format: gl.RED, type: gl.FLOAT, sampler: 'sampler2D', isColour: false };
}

function compile(gl: WebGL2RenderingContext, sampler: string, isColour: boolean): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, source] of [[gl.VERTEX_SHADER, vertexShader], [gl.FRAGMENT_SHADER, fragmentShader(sampler, isColour)]] as const) {
    const shader = gl.createShader(type);
    if (!shader) continue; // only on a lost context, which draws nothing
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  return program;
}
