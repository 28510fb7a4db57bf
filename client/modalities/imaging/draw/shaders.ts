/** A triangle over the whole canvas. */
export const vertexShader = `#version 300 es
void main() {
  vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}`;

/**
 * Canvas pixel to image pixel by the inverse matrix, stored value to grey by the window. Each pixel is sampled up to 4 x 4 times where
 * the image is made smaller, so that fine structure does not flicker.
 * @param sampler `isampler2D`, `usampler2D` or `sampler2D`
 */
export const fragmentShader = (sampler: string, isColour: boolean): string => `#version 300 es
precision highp float;
precision highp int;
precision highp ${sampler};
uniform ${sampler} image;
uniform mat3 toImage;
uniform vec2 canvasSize;
uniform vec2 slopeIntercept;
uniform vec2 lowWidth;
uniform bool inverted;
uniform bool smoothly;
uniform int samples;
out vec4 colour;

vec3 stored(ivec2 at, ivec2 size) {
  return vec3(texelFetch(image, clamp(at, ivec2(0), size - 1), 0).${isColour ? 'rgb' : 'rrr'});
}

vec3 sampled(vec2 at, ivec2 size) {
  if (!smoothly) return stored(ivec2(floor(at)), size);
  vec2 from = at - 0.5;
  ivec2 base = ivec2(floor(from));
  vec2 part = from - vec2(base);
  vec3 top = mix(stored(base, size), stored(base + ivec2(1, 0), size), part.x);
  vec3 bottom = mix(stored(base + ivec2(0, 1), size), stored(base + ivec2(1, 1), size), part.x);
  return mix(top, bottom, part.y);
}

void main() {
  ivec2 size = textureSize(image, 0);
  vec2 pixel = vec2(gl_FragCoord.x, canvasSize.y - gl_FragCoord.y);
  vec2 centre = (toImage * vec3(pixel, 1.0)).xy;
  if (any(lessThan(centre, vec2(0.0))) || any(greaterThanEqual(centre, vec2(size)))) { colour = vec4(0.0, 0.0, 0.0, 1.0); return; }
  vec3 sum = vec3(0.0);
  for (int y = 0; y < samples; y++) {
    for (int x = 0; x < samples; x++) {
      vec2 off = (vec2(float(x), float(y)) + 0.5) / float(samples) - 0.5;
      sum += sampled((toImage * vec3(pixel + off, 1.0)).xy, size);
    }
  }
  vec3 value = sum / float(samples * samples);
  ${isColour ? 'value = value * 255.0;' : 'value = value * slopeIntercept.x + slopeIntercept.y;'}
  vec3 grey = clamp((value - lowWidth.x) / lowWidth.y, 0.0, 1.0);
  colour = vec4(inverted ? 1.0 - grey : grey, 1.0);
}`;
