/** onnxruntime's own module; its native part loads when this is first called. */
export type Library = typeof import('onnxruntime-node');

export const loadLibrary = (): Promise<Library> => import('onnxruntime-node');
