import { type Encoder, type Given, tokens } from '@sid/core';
import { createEncoderGraph, type Network, untrainedWeights, type WeightsSource } from '@sid/nn';
import * as z from 'zod';

/** A member of every encoder's options. */
export const weightsOption = z
  .string()
  .exactOptional()
  .describe('Tag of trained weights, or the path of their folder; random ones where absent.');

/** A member of every encoder's options: what it was made for, besides the number of bins. */
export const featuresOption = z
  .strictObject({ sampleRate: z.number().positive(), framesPerSecond: z.number().positive() })
  .exactOptional()
  .describe('What the frontend must give; anything with as many bins where absent.');

/** What every encoder is given. */
export const encoderNeeds = { onnx: tokens.onnx, weights: tokens.weights, seed: tokens.seed };

interface EncoderSource {
  /** The component's name. */
  readonly architecture: string;
  readonly network: Network;
  readonly hopFrames: number;
  /** All options, `weights` and `features` among them. */
  readonly options: { readonly weights?: string; readonly features?: z.output<typeof featuresOption> };
}

/** Finds the weights of that tag, or makes random ones. @param options - those of the network, `weights` left out */
export const openWeights = async (
  { architecture, network, options }: Pick<EncoderSource, 'architecture' | 'network'> & { readonly options: object },
  tag: string | undefined,
  { weights, seed }: Given<typeof encoderNeeds>,
): Promise<WeightsSource> => {
  if (tag === undefined) return untrainedWeights(network, seed);
  const { card, load } = await weights.open(tag, { architecture, options: { ...options } });
  return {
    identity: card.digest,
    untrained: false,
    load,
    ...(card.frontend === undefined ? {} : { frontend: card.frontend }),
  };
};

/** Finds the weights, or makes random ones, and puts them together with the network and the backend. */
export const openEncoder = async (
  { architecture, network, hopFrames, options }: EncoderSource,
  given: Given<typeof encoderNeeds>,
): Promise<Encoder> => {
  const { weights: tag, ...rest } = options;
  return createEncoderGraph({
    network,
    options: rest,
    hopFrames,
    ...(options.features === undefined ? {} : { features: options.features }),
    backend: given.onnx,
    weights: await openWeights({ architecture, network, options: rest }, tag, given),
  });
};
