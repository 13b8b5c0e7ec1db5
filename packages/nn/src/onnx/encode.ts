import protobuf from 'protobufjs/minimal.js';
import { type Attribute, elementTypes, type Graph, type Initialiser, type Node, type ValueInfo } from './graph.ts';

type Write = (writer: protobuf.Writer) => void;

/** Version of the operators, and the first version of the file format that has it. */
const opset = 18;
const irVersion = 8;

/** Field numbers are those of onnx.proto3; wire types: 0 varint, 2 length-delimited, 5 four bytes. */
const integer = (writer: protobuf.Writer, field: number, value: number): void => {
  writer.uint32(field * 8).int64(value);
};

const text = (writer: protobuf.Writer, field: number, value: string): void => {
  writer.uint32(field * 8 + 2).string(value);
};

const message = (writer: protobuf.Writer, field: number, write: Write): void => {
  writer.uint32(field * 8 + 2).fork();
  write(writer);
  writer.ldelim();
};

const bytesOf = ({ buffer, byteOffset, byteLength }: Initialiser['data']): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** TensorProto. */
const tensor =
  ({ name, type, shape, data }: Initialiser): Write =>
  (writer) => {
    for (const size of shape) integer(writer, 1, size);
    integer(writer, 2, elementTypes[type]);
    text(writer, 8, name);
    writer.uint32(9 * 8 + 2).bytes(bytesOf(data));
  };

/** AttributeProto; the last number of each is its AttributeType. */
const attribute =
  (name: string, { kind, value }: Attribute): Write =>
  (writer) => {
    text(writer, 1, name);
    switch (kind) {
      case 'int':
        integer(writer, 3, value);
        return integer(writer, 20, 2);
      case 'float':
        writer.uint32(2 * 8 + 5).float(value);
        return integer(writer, 20, 1);
      case 'text':
        text(writer, 4, value);
        return integer(writer, 20, 3);
      case 'ints':
        for (const each of value) integer(writer, 8, each);
        return integer(writer, 20, 7);
      case 'graph':
        message(writer, 6, graph(value));
        return integer(writer, 20, 5);
    }
  };

/** NodeProto. */
const node =
  ({ op, inputs, outputs, attributes }: Node): Write =>
  (writer) => {
    for (const input of inputs) text(writer, 1, input);
    for (const output of outputs) text(writer, 2, output);
    text(writer, 4, op);
    for (const [name, value] of Object.entries(attributes)) message(writer, 5, attribute(name, value));
  };

/** ValueInfoProto. */
const valueInfo =
  ({ name, type, shape }: ValueInfo): Write =>
  (writer) => {
    text(writer, 1, name);
    message(writer, 2, (outer) =>
      message(outer, 1, (inner) => {
        integer(inner, 1, elementTypes[type]);
        if (shape === undefined) return;
        message(inner, 2, (dims) => {
          for (const size of shape)
            message(dims, 1, (dim) => (typeof size === 'number' ? integer(dim, 1, size) : text(dim, 2, size)));
        });
      }),
    );
  };

/** GraphProto. */
const graph =
  ({ name, nodes, initialisers, inputs, outputs }: Graph): Write =>
  (writer) => {
    for (const each of nodes) message(writer, 1, node(each));
    text(writer, 2, name);
    for (const each of initialisers) message(writer, 5, tensor(each));
    for (const each of inputs) message(writer, 11, valueInfo(each));
    for (const each of outputs) message(writer, 12, valueInfo(each));
  };

/** ModelProto: the content of an `.onnx` file. */
export const encodeModel = (main: Graph): Uint8Array => {
  const writer = protobuf.Writer.create();
  integer(writer, 1, irVersion);
  text(writer, 2, 'sid');
  message(writer, 7, graph(main));
  message(writer, 8, (set) => {
    text(set, 1, '');
    integer(set, 2, opset);
  });
  return writer.finish();
};
