import { differenceOf, productOf, sumOf } from '../dimension.ts';
import { type ElementType, elementTypes, type TensorInfo } from '../tensor.ts';
import { broadcast, commonType, type Inference, type Inferences, requireType } from './inference.ts';

type Arithmetic = 'Add' | 'Sub' | 'Mul' | 'Div';
type Function = 'Sqrt' | 'Exp' | 'Log' | 'Erf' | 'Tanh' | 'Relu' | 'Sigmoid' | 'Gelu';

/** Of integers, whose elements may be known, those of the result. */
function arithmetic(calculate?: typeof differenceOf): Inference<Arithmetic> {
  return ({ inputs: { a, b } }) => {
    requireType(a, 'float32', 'int32', 'int64');
    const shape = broadcast(a.shape, b.shape);
    const known = calculate && a.content?.length === b.content?.length;
    const content = known ? a.content?.map((size, index) => calculate(size, b.content?.[index] ?? 0)) : undefined;
    return { y: { type: commonType(a, b), shape, content } };
  };
}

const floatFunction: Inference<Function> = ({ inputs: { x } }) => {
  requireType(x, 'float32');
  return { y: { type: 'float32', shape: x.shape } };
};

export const elementwise: Inferences<Arithmetic | Function | 'Neg' | 'GreaterOrEqual' | 'Where' | 'Cast' | 'Identity'> =
  {
    Add: arithmetic((a, b) => sumOf([a, b])),
    Sub: arithmetic(differenceOf),
    Mul: arithmetic((a, b) => productOf([a, b])),
    Div: arithmetic(),
    Neg: ({ inputs: { x } }) => {
      requireType(x, 'float32', 'int32', 'int64');
      return { y: { type: x.type, shape: x.shape } };
    },
    GreaterOrEqual: ({ inputs: { a, b } }) => {
      commonType(a, b);
      requireType(a, 'float32', 'int32', 'int64');
      return { y: { type: 'bool', shape: broadcast(a.shape, b.shape) } };
    },
    Where: ({ inputs: { condition, a, b } }) => {
      requireType(condition, 'bool');
      return { y: { type: commonType(a, b), shape: broadcast(condition.shape, a.shape, b.shape) } };
    },
    Cast: ({ inputs: { x }, attributes: { to } }) => {
      const type = typeOf(to);
      return { y: { type, shape: x.shape, content: type === 'int32' || type === 'int64' ? x.content : undefined } };
    },
    Identity: ({ inputs: { x } }): { y: TensorInfo } => ({ y: x }),
    Sqrt: floatFunction,
    Exp: floatFunction,
    Log: floatFunction,
    Erf: floatFunction,
    Tanh: floatFunction,
    Relu: floatFunction,
    Sigmoid: floatFunction,
    Gelu: floatFunction,
  };

function typeOf(number: number | undefined): ElementType {
  for (const [type, known] of Object.entries(elementTypes)) if (known === number) return type as ElementType;
  throw new Error(`there is no element type ${number}`);
}
